"""The justice exchange messages of the Open Justice Broker Consortium, which follow NIEM 2.0 to 4.0."""
