package facts

// network are calls of EC2 that change who can reach what.
var network = map[string]row{
	"ec2:AuthorizeSecurityGroupIngress": {"group=groupId|groupName @rules", "open|opened[ {ports} of] group {group}[ to {ranges}]", "セキュリティグループ {group} の[ {ports} を][ {ranges} に]開放", world},
	"ec2:AuthorizeSecurityGroupEgress":  {"group=groupId|groupName @rules", "let|let group {group} reach out[ on {ports}][ to {ranges}]", "セキュリティグループ {group} から[ {ranges} への][ {ports} の]通信を許可", nil},
	"ec2:RevokeSecurityGroupIngress":    {"group=groupId|groupName @rules", "close|closed[ {ports} of] group {group}[ to {ranges}]", "セキュリティグループ {group} の[ {ports} への][ {ranges} からの]許可を削除", nil},
	"ec2:RevokeSecurityGroupEgress":     {"group=groupId|groupName @rules", "stop|stopped group {group} from reaching out[ on {ports}][ to {ranges}]", "セキュリティグループ {group} から[ {ranges} への][ {ports} の]許可を削除", nil},
	"ec2:ModifySecurityGroupRules":      {"group=ModifySecurityGroupRulesRequest.GroupId|groupId", "change|changed rules of group {group}", "セキュリティグループ {group} のルールを変更", nil},
	"ec2:CreateSecurityGroup":           {"name=groupName group=<groupId vpc=vpcId", "create|created security group {name}", "セキュリティグループ {name} を作成", nil},
	"ec2:DeleteSecurityGroup":           {"group=groupId|groupName", "delete|deleted security group {group}", "セキュリティグループ {group} を削除", nil},

	"ec2:CreateNetworkAcl":             {"vpc=vpcId acl=<networkAcl.networkAclId", "create|created a network ACL[ in {vpc}]", "[{vpc} に]ネットワーク ACL を作成", nil},
	"ec2:DeleteNetworkAcl":             {"acl=networkAclId", "delete|deleted network ACL {acl}", "ネットワーク ACL {acl} を削除", nil},
	"ec2:CreateNetworkAclEntry":        {"acl=networkAclId number=ruleNumber @entry", "add|added[ {access}][ {ports}][ for {ranges}] to ACL {acl}", "ネットワーク ACL {acl} に[ {ranges}][ {ports}][ {access}] を追加", nil},
	"ec2:ReplaceNetworkAclEntry":       {"acl=networkAclId number=ruleNumber @entry", "replace|replaced entry {number} of ACL {acl}[ with {access}][ {ports}][ for {ranges}]", "ネットワーク ACL {acl} のエントリ {number} を変更[ {ranges}][ {ports}][ {access}]", nil},
	"ec2:DeleteNetworkAclEntry":        {"acl=networkAclId number=ruleNumber", "delete|deleted entry {number} of ACL {acl}", "ネットワーク ACL {acl} のエントリ {number} を削除", nil},
	"ec2:ReplaceNetworkAclAssociation": {"acl=networkAclId id=associationId", "put|put ACL {acl} in place of another", "サブネットのネットワーク ACL を {acl} に変更", nil},

	"ec2:CreateCustomerGateway": {"address=ipAddress|CreateCustomerGatewayRequest.IpAddress gateway=<customerGateway.customerGatewayId", "create|created a customer gateway[ for {address}]", "[{address} の]カスタマーゲートウェイを作成", nil},
	"ec2:DeleteCustomerGateway": {"gateway=customerGatewayId", "delete|deleted customer gateway {gateway}", "カスタマーゲートウェイ {gateway} を削除", nil},
	"ec2:AttachInternetGateway": {"gateway=internetGatewayId vpc=vpcId", "attach|attached internet gateway {gateway} to {vpc}", "インターネットゲートウェイ {gateway} を {vpc} にアタッチ", nil},
	"ec2:DetachInternetGateway": {"gateway=internetGatewayId vpc=vpcId", "detach|detached internet gateway {gateway} from {vpc}", "インターネットゲートウェイ {gateway} を {vpc} からデタッチ", nil},
	"ec2:CreateInternetGateway": {"gateway=<internetGateway.internetGatewayId", "create|created internet gateway[ {gateway}]", "インターネットゲートウェイ[ {gateway}] を作成", nil},
	"ec2:DeleteInternetGateway": {"gateway=internetGatewayId", "delete|deleted internet gateway {gateway}", "インターネットゲートウェイ {gateway} を削除", nil},

	"ec2:CreateRoute":                  {"table=routeTableId route=destinationCidrBlock|destinationIpv6CidrBlock|destinationPrefixListId target=" + target, "route|routed[ {route}][ to {target}] in {table}", "ルートテーブル {table} に[ {route} から][ {target} への]ルートを追加", nil},
	"ec2:ReplaceRoute":                 {"table=routeTableId route=destinationCidrBlock|destinationIpv6CidrBlock|destinationPrefixListId target=" + target, "reroute|rerouted[ {route}][ to {target}] in {table}", "ルートテーブル {table} の[ {route} の]ルートを[ {target} に]変更", nil},
	"ec2:DeleteRoute":                  {"table=routeTableId route=destinationCidrBlock|destinationIpv6CidrBlock|destinationPrefixListId", "delete|deleted the route[ {route}] in {table}", "ルートテーブル {table} の[ {route} の]ルートを削除", nil},
	"ec2:CreateRouteTable":             {"vpc=vpcId table=<routeTable.routeTableId", "create|created route table[ {table}][ in {vpc}]", "[{vpc} に]ルートテーブル[ {table}] を作成", nil},
	"ec2:DeleteRouteTable":             {"table=routeTableId", "delete|deleted route table {table}", "ルートテーブル {table} を削除", nil},
	"ec2:ReplaceRouteTableAssociation": {"table=routeTableId id=associationId", "put|put route table {table} in place of another", "サブネットのルートテーブルを {table} に変更", nil},
	"ec2:DisassociateRouteTable":       {"id=associationId", "take|took a route table off a subnet ({id})", "サブネットからルートテーブルの関連付けを解除 ({id})", nil},

	"ec2:CreateVpc":                  {"cidr=cidrBlock vpc=<vpc.vpcId", "create|created VPC[ {vpc}][ with {cidr}]", "VPC[ {vpc}][ ({cidr})] を作成", nil},
	"ec2:DeleteVpc":                  {"vpc=vpcId", "delete|deleted VPC {vpc}", "VPC {vpc} を削除", nil},
	"ec2:ModifyVpcAttribute":         {"vpc=vpcId", "change|changed an attribute of VPC {vpc}", "VPC {vpc} の属性を変更", nil},
	"ec2:CreateVpcPeeringConnection": {"vpc=vpcId target=peerVpcId principal=peerOwnerId", "ask|asked for peering of {vpc} with {target}[ of {principal}]", "{vpc} と {target}[ ({principal})] のピアリングを要求", nil},
	"ec2:AcceptVpcPeeringConnection": {"id=vpcPeeringConnectionId", "accept|accepted VPC peering {id}", "VPC ピアリング {id} を承認", nil},
	"ec2:RejectVpcPeeringConnection": {"id=vpcPeeringConnectionId", "reject|rejected VPC peering {id}", "VPC ピアリング {id} を拒否", mild},
	"ec2:DeleteVpcPeeringConnection": {"id=vpcPeeringConnectionId", "delete|deleted VPC peering {id}", "VPC ピアリング {id} を削除", nil},
	"ec2:AttachClassicLinkVpc":       {"vpc=vpcId id=instanceId", "link|linked instance {id} to {vpc}", "インスタンス {id} を {vpc} にリンク", nil},
	"ec2:DetachClassicLinkVpc":       {"vpc=vpcId id=instanceId", "unlink|unlinked instance {id} from {vpc}", "インスタンス {id} の {vpc} へのリンクを解除", nil},
	"ec2:EnableVpcClassicLink":       {"vpc=vpcId", "switch|switched ClassicLink on for {vpc}", "{vpc} の ClassicLink を有効化", nil},
	"ec2:DisableVpcClassicLink":      {"vpc=vpcId", "switch|switched ClassicLink off for {vpc}", "{vpc} の ClassicLink を無効化", nil},
}

// target is where a route leads.
const target = "gatewayId|natGatewayId|transitGatewayId|vpcPeeringConnectionId|networkInterfaceId|instanceId|egressOnlyInternetGatewayId|vpcEndpointId"
