"""Papers of cases: requisites, medical ones apart, and the files behind them."""
