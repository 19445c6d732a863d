"""A small made-up force to try the service with. Everybody and everything in it is invented."""
