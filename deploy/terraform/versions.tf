terraform {
  required_version = ">= 1.7" # mock_provider in the tests; the module itself needs 1.3

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.8" # queues of 1 MiB
    }
  }
}
