module example.org/errors-as-values

go 1.22
