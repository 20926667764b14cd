copy {table} from {path} (format csv, header)
