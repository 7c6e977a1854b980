"""The Mass Atrocities Division: project package and the shared packages below the three apps."""
