"""Reference data: States, legal elements, Framework, toolbox, scales, sources, the numbers of the rules."""
