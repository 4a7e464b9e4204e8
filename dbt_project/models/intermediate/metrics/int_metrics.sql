{{ catalogue_rows() }}
