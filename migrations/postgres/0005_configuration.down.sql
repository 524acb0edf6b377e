-- Takes back: What an organization has switched on, and who belongs to which department for how long.

DROP TABLE "department_member";
DROP TABLE "tenant_configuration";
