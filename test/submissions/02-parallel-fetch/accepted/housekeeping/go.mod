module dashboard

go 1.22
