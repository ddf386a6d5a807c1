SELECT version FROM core.view_version WHERE live
