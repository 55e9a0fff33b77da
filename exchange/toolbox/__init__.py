"""The toolbox: aids for public communication, as fillable templates."""
