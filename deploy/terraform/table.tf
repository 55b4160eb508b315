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

  deletion_protection_enabled = var.deletion_protection

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
  # Both limits are always set: provider 5.72 fails when one is left out.
  on_demand_throughput {
    max_read_request_units  = var.max_read_units
    max_write_request_units = var.max_write_units
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

# Whoever writes to the table can mute alerts or invent them. An allow would
# take nothing from identities of the account, whose own policies may allow it
# too; so all others are denied. aws:PrincipalArn is the ARN of the role in
# every session of it, also of a role that was deleted and made again, which
# NotPrincipal would no longer know. Services of AWS are let through: one of
# them deletes expired items.
resource "aws_dynamodb_resource_policy" "counts" {
  resource_arn = aws_dynamodb_table.counts.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "OthersDoNotWrite"
      Effect    = "Deny"
      Principal = "*"
      Action = [
        "dynamodb:BatchWriteItem",
        "dynamodb:DeleteItem",
        "dynamodb:PartiQLDelete",
        "dynamodb:PartiQLInsert",
        "dynamodb:PartiQLUpdate",
        "dynamodb:PutItem",
        "dynamodb:UpdateItem",
      ]
      Resource = [aws_dynamodb_table.counts.arn]
      Condition = {
        ArnNotLike   = { "aws:PrincipalArn" = concat([local.role_arn], var.table_admins) }
        BoolIfExists = { "aws:PrincipalIsAWSService" = "false" }
      }
    }]
  })
}
