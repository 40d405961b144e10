task_default_queue = "depot"
