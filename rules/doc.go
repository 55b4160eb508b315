// Package rules reads rule files into a set, and tells which rules of the set
// a record matches.
//
// A rule is a metric filter and its alarm in one, with what those two can't
// say: exceptions, a count per actor, quiet time. Two sets are built in, see
// [Builtin]; [Load] reads a directory of your own, and [Set.Extend] puts it
// beside a built-in set.
//
// # Rule files
//
// A rule file is one rule, in YAML (.yaml, .yml) or JSON (.json):
//
//	name: UnauthorizedAPICalls
//	setting: unauthorized_api_call
//	description: Unauthorized API calls
//	pattern: '{($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")}'
//	except:
//	  - name: log delivery probes
//	    pattern: '{ $.sourceIPAddress = "delivery.logs.amazonaws.com" }'
//	    reason: AWS writes the name of the service there, and nobody else can
//	by: [$.userIdentity.sessionContext.sessionIssuer.arn, $.userIdentity.arn]
//	threshold: 10
//	period: 5m
//	quiet: 1h
//	severity: medium
//	reference: [CloudWatch.2, CIS v1.2.0 3.1, T1526]
//	match:
//	  - {errorCode: AccessDenied, eventName: ListSecrets}
//	no_match:
//	  - exception: log delivery probes
//	    record: {errorCode: AccessDenied, sourceIPAddress: delivery.logs.amazonaws.com}
//
// The keys, of which name, pattern and threshold have to be there:
//
//   - name: letters, digits, - and _, unique in the set.
//   - setting: the name in variables and inputs, lower-case letters, digits and _,
//     unique in the set; default the name in snake_case.
//   - description, runbook: a line and an address for the people who get the
//     alert.
//   - pattern: a filter pattern as CloudWatch Logs has them. Put it in single
//     quotes, or fold it over lines below >-, because { begins a mapping in
//     YAML. See Home regions for the placeholder.
//   - except: named patterns. Each has a name and a pattern, and best a reason.
//     Any of them takes a matching record out of the rule. What is taken out is
//     counted and reported, never silent.
//   - by: a selector, or a list of which the first that a record has counts.
//     Matches are counted apart by its value. Without it the rule counts all
//     records of a log group together, as a metric filter does. A session name is
//     the choice of whoever assumes a role, so the ARN of the role comes first.
//   - distinct: a selector. Different values of it are counted, not records.
//   - threshold: the count that raises an alert, 1 to 5000, with distinct 2000.
//   - period: the length of time counted over, whole minutes from 1m to 24h;
//     default 5m.
//   - quiet: silence for a rule and group after its alert, 0 to 168h; default 0.
//   - ceiling: with by, the threshold of the count over all groups; 0 is none.
//     It is never below the threshold. The default is 20 times the threshold, or
//     none at threshold 1, where every group rings by itself.
//   - storm: with by, the most groups alerted by name in one window, 1 to 1000;
//     default 20.
//   - severity: info, low, medium, high or critical; default medium.
//   - reference: a list of what the rule stands for: controls, sections,
//     ATT&CK techniques.
//   - enabled: false ships a rule switched off.
//   - match, no_match: records that prove the rule, see Records.
//
// An unknown or repeated key is a fault, as is a value of the wrong kind. Rule
// files use no anchors, aliases, tags or merge keys. Every fault of every file is
// reported at once, with its place and a caret.
//
// # Exceptions
//
// An exception is a way past the rule. Before adding one, ask whether an
// attacker can choose what it looks at. AWS sets eventSource, eventName,
// userIdentity.type, userIdentity.invokedBy, sessionIssuer.arn and
// sessionCredentialFromConsole. The caller chooses the user agent, the session
// name, most of requestParameters, and the path of any role it may create. A
// service acts as it is told: invokedBy cloudformation.amazonaws.com is the call
// of a person.
//
// A comparison with a field that a record does not have is false, != included.
// So an exception does not hold where its field is missing, and the record
// counts.
//
// # Records
//
// An entry of match is a record that the rule must count. An entry of no_match
// is one that it must not: either the pattern does not match it, or the exception
// named beside it takes it out:
//
//	no_match:
//	  - eventName: ListAccounts
//	    errorCode: Throttling
//	  - exception: console browsing
//	    record:
//	      eventName: ListAccounts
//	      errorCode: AccessDenied
//
// A record is a mapping, or a text that holds JSON. [Rule.Prove] holds the rule
// against its records. For the built-in rules the tests do so; a start of the
// function does not read the records at all.
//
// # Exceptions files
//
// A file with the key extends adds exceptions to a rule that stands elsewhere,
// such as a rule of a built-in set, which would otherwise have to be copied for
// them:
//
//	extends: UnauthorizedAPICalls
//	except:
//	  - name: our scanner
//	    pattern: '{ $.userIdentity.sessionContext.sessionIssuer.arn = "arn:aws:iam::111122223333:role/scanner" }'
//	    reason: it asks for everything by design
//	match:
//	  - errorCode: AccessDenied
//	    userIdentity: {sessionContext: {sessionIssuer: {arn: "arn:aws:iam::111122223333:role/scanner2"}}}
//	no_match:
//	  - exception: our scanner
//	    record:
//	      errorCode: AccessDenied
//	      userIdentity: {sessionContext: {sessionIssuer: {arn: "arn:aws:iam::111122223333:role/scanner"}}}
//
// Its keys, of which extends and except have to be there:
//
//   - extends: the name of the rule.
//   - except: exceptions, as in a rule file. They stand behind those of the
//     rule, and their names are unique in the rule. All together are at most 32.
//   - match, no_match: records that prove the exceptions, as in a rule file.
//     [Rule.Prove] holds the rule with its exceptions against them and against
//     the rule's own, so that an exception can't take out what the rule's file
//     says it has to count.
//
// All else of the rule stays as it is: threshold, period and quiet are changed
// by variables, the rest by a rule file of the same name. Several files may
// extend one rule, in the order of their names.
//
// The rule is in the same directory, or in the set that [Set.Extend] puts it
// beside; one that takes the place of a built-in rule counts, not the rule that
// it replaces. While there is none, [Set.Missing] names it, and [Set.Override]
// refuses the set.
//
// # Home regions
//
// A pattern may compare a field with the regions in which resources are
// expected, as the whole value of a != comparison:
//
//	pattern: '{($.awsRegion != "${home_regions}") && ($.eventName = "Create*")}'
//
// It becomes one comparison for each region. While no home region is known, the
// rule is off, and [Set.Notes] says so.
//
// # Overrides
//
// [Set.Override] applies the environment: for the setting root_usage the
// variables ROOT_USAGE_ALERT_THRESHOLD, ROOT_USAGE_ENABLED, ROOT_USAGE_PERIOD and
// ROOT_USAGE_QUIET, and HOME_REGIONS for all. [Set.Table] shows what is in force
// and where each value comes from.
//
// # Changing a rule that is in use
//
// Counts belong to a rule's name, period, by and distinct. After a change of any
// of these the rule counts from zero, and what was under way is lost: a burst of
// 9 matches before the change and 9 after it does not reach a threshold of 10.
// Alerts sent before the change no longer spend matches and no longer keep the
// rule quiet. Threshold, quiet, pattern and exceptions can change at any time:
// matches that are already counted stay counted.
package rules
