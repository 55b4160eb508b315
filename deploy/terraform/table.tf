locals {
  table = "${var.name}-Counts"
}

# The layout is that of package window/dynamodb. A DynamoDB table is always encrypted; without a key of one's own it is
# with one that AWS owns, which costs nothing and needs no permission.
resource "aws_dynamodb_table" "counts" {
  name         = local.table
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "pk"
  range_key    = "sk"
  tags         = var.tags

  attribute {
    name = "pk"
    type = "S"
  }
  attribute {
    name = "sk"
    type = "N"
  }
  ttl {
    attribute_name = "exp"
    enabled        = true
  }
  point_in_time_recovery {
    enabled = var.point_in_time_recovery
  }
  dynamic "server_side_encryption" {
    for_each = var.kms_key_arn[*]
    content {
      enabled     = true
      kms_key_arn = server_side_encryption.value
    }
  }
}
