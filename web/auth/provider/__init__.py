"""Single sign-on: the force's identity provider says who somebody is (OpenID Connect)."""
