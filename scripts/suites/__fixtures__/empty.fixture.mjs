// It holds no test.
