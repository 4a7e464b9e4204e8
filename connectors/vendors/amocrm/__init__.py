"""amoCRM (Kommo): its connector, and the links of its leads."""
