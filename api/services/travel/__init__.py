"""How people get from door to door: places with coordinates, the estimate's settings, minutes told by hand."""
