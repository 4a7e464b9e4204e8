{{ no_rows() }}
