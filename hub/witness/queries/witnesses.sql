SELECT name, key, url, size, checkpoint, line, answered, problem, got, setback FROM core.witness WHERE asked ORDER BY name
