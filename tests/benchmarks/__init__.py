"""How fast it is, as ratios within one run on one machine: ours, the floor, and what else one would pick."""
