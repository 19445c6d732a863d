"""What is measured: each module gives the figures of some of the goals."""
