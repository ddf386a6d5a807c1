SELECT year FROM changed_calendar
