"""Case information on its way to courts, jails and prosecutors and back, as the consortium's exchanges have it."""
