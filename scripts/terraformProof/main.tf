terraform {
  required_providers {
    azapi = { source = "Azure/azapi" }
  }
}
variable "endpoint" {
  type = string
}

variable "certificate_file" {
  type = string
}

variable "certificate_password" {
  type      = string
  sensitive = true
}

provider "azapi" {
  environment = "public"
  endpoint = [{
    active_directory_authority_host = var.endpoint
    resource_manager_endpoint       = var.endpoint
    resource_manager_audience       = var.endpoint
  }]
  # Managed identity: for a service principal, azapi 1.x asks login.microsoftonline.com about any authority it does not know.
  use_msi = true
  use_cli = false
}

resource "azapi_resource" "service" {
  type      = "Microsoft.ApiManagement/service@2021-08-01"
  name      = "apim1"
  parent_id = "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/rg1"
  location  = "westus"
  body = {
    sku        = { name = "Developer", capacity = 1 }
    properties = { publisherEmail = "owner@contoso.com", publisherName = "Contoso" }
  }
}

resource "azapi_resource" "gateway" {
  type      = "Microsoft.ApiManagement/service/gateways@2021-08-01"
  name      = "edge"
  parent_id = azapi_resource.service.id
  body      = { properties = { description = "on the edge", locationData = { name = "here" } } }
}

resource "azapi_resource" "certificate" {
  type                   = "Microsoft.ApiManagement/service/certificates@2021-08-01"
  name                   = "backend"
  parent_id              = azapi_resource.service.id
  body                   = { properties = { data = filebase64(var.certificate_file), password = var.certificate_password } }
  response_export_values = ["properties.thumbprint"]
}

resource "azapi_resource_action" "regenerate" {
  type        = "Microsoft.ApiManagement/service/gateways@2021-08-01"
  resource_id = azapi_resource.gateway.id
  action      = "regenerateKey"
  method      = "POST"
  body        = { keyType = "primary" }
}

output "thumbprint" {
  value = azapi_resource.certificate.output.properties.thumbprint
}
