module middleware

go 1.22
