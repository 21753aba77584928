"""Open data of dispatch centers and police: calls for service and crime rows, as ArcGIS JSON or as CSV."""
