"""The outside: pages, API and command line, and the one place where everything is joined."""
