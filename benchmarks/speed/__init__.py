"""How fast: each module measures one part, beside its peer or a calibration loop."""
