-- Which corrections do not fit is known anew of all that were looked at.
DELETE FROM {view}.misfit AS m USING content AS c WHERE m.ident = c.ident AND c.role = 'correction'
