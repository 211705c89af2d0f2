module "hour" // mine

go 1.22
