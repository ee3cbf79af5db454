terraform {
  required_providers {
    azapi = { source = "Azure/azapi" }
  }
}

variable "endpoint" {
  type = string
}

variable "size" {
  type = number
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
  use_msi = true
  use_cli = false
}

resource "azapi_resource" "service" {
  type      = "Microsoft.ApiManagement/service@2021-08-01"
  name      = "azapi"
  parent_id = "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/bench"
  location  = "westus"
  body = {
    sku        = { name = "Developer", capacity = 1 }
    properties = { publisherEmail = "owner@contoso.com", publisherName = "Contoso" }
  }
}

resource "azapi_resource" "certificate" {
  count                  = var.size
  type                   = "Microsoft.ApiManagement/service/certificates@2021-08-01"
  name                   = "r${count.index}"
  parent_id              = azapi_resource.service.id
  body                   = { properties = { data = filebase64(var.certificate_file), password = var.certificate_password } }
  response_export_values = ["properties.thumbprint"]
}
