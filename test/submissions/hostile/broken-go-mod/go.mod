module example.com/hostile

go 1.22

this is not a directive
