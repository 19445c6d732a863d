"""Backing an installation up, and bringing it back.

Context. A backup is worth what its restore was tried at; and one that holds sealed content and its
keys undoes every erasure. Decision. Content (the log and the work tables) and the key ring go to two
places that the operator names, each with a manifest of its own; the epoch key goes to neither. Keys
are copied after content, so that every key is there which the content names. Read models are left
out: they are rebuilt. A restore checks every digest before it touches anything, refuses a place that
holds something, reads the whole log again and compares it with what was backed up, and says which
records cannot be read. Consequence: who finds the backup of the content has codes and no words; who
keeps keys for a shorter time than content keeps what was erased erased. Kept by
``tests/backups/``. (Spec: audit, 5.3; eventsourcing, 5, pitfall 11.)
"""
