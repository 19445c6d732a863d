"""Read models: built from the log alone, dropped and rebuilt at will, holding codes and no words."""
