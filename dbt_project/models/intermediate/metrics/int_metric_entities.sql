{{ catalogue_entities() }}
