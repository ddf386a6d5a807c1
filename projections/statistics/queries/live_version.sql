-- The schema of the version that readers see.
SELECT 'view_' || version FROM core.view_version WHERE live
