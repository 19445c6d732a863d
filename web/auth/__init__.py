"""Who somebody is: local accounts and sessions. Single sign-on slots in beside ``accounts``."""
