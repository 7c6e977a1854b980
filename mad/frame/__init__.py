"""The frame every page stands in: template tags, components, the rules of procedure, error pages."""
