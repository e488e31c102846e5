"""What sets Roadshow up, starts, tests and checks it. Nothing here needs an installed package, unless it says so."""
