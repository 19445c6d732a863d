"""What makes a log provable to whoever does not trust its keeper: Merkle trees, notes, checkpoints.

Every format is a public one, so that programs nobody here wrote can judge what we say: RFC 9162,
section 2.1, and the specifications of C2SP (signed-note, tlog-checkpoint, tlog-cosignature,
tlog-proof, tlog-tiles). The standard library is all it needs.
"""
