package sandbox

func lockWorker(o order) (report, error) { return report{}, nil }
func lockTool(o order) (report, error)   { return report{}, nil }
