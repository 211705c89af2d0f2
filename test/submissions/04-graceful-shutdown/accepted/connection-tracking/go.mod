module tracked

go 1.22
