"""Pages: each module a blueprint, each view a use case or a query and a template."""
