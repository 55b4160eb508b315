// Package rules reads rule files into a set, and reports which rules of the set
// a record matches.
//
// A rule is a metric filter and its alarm in one, with what those two can't
// express: exceptions, a count per actor, quiet time. Two sets are built in,
// see [Builtin]. [Load] reads a directory of your own, and [Set.Extend] adds it
// to a built-in set; [Open] does both.
//
// # Rule files
//
// A rule file holds one rule, in YAML (.yaml, .yml) or JSON (.json):
//
//	name: UnauthorizedAPICalls
//	setting: unauthorized_api_call
//	description: Unauthorized API calls
//	pattern: '{($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")}'
//	except:
//	  - name: log delivery probes
//	    pattern: '{ $.sourceIPAddress = "delivery.logs.amazonaws.com" }'
//	    reason: AWS writes the name of the service there, and nobody else can
//	by: [actor, call]
//	threshold: 10
//	period: 5m
//	quiet: 30m
//	severity: medium
//	reference: [CloudWatch.2, CIS v1.2.0 3.1, T1526]
//	title: '{actor} was denied {call}[ because of {reason}]'
//	runbook: |
//	  One caller was denied many calls.
//	  Usual causes: a deployment that lacks a permission, a scanner.
//	  https://example.com/runbooks/denied
//	match:
//	  - {errorCode: AccessDenied, eventName: ListSecrets}
//	no_match:
//	  - exception: log delivery probes
//	    record: {errorCode: AccessDenied, sourceIPAddress: delivery.logs.amazonaws.com}
//
// Name, pattern and threshold are required. The keys are:
//
//   - name: letters, digits, - and _, unique in the set.
//   - setting: the name in variables and inputs, lower-case letters, digits and
//     _, unique in the set; default the name in snake_case.
//   - description: a line for the people who get the alert.
//   - title: what happened, in place of the default, which says what the
//     gravest call did: text with fields in braces and optional parts in
//     brackets, see package [trailnotify/rules/title]. Whatever a field holds is
//     escaped for where the alert goes.
//   - runbook: up to five lines of text, such as what the alert means, innocent
//     causes, what to look at first and how to undo it, and an address on a line
//     of its own. Messages have the first two lines and a link. The address
//     alone will do.
//   - pattern: a filter pattern of CloudWatch Logs. Put it in single quotes, or
//     on lines of its own after >-, because { begins a mapping in YAML. See
//     Home regions for the placeholder.
//   - where: a condition that has to hold as well, for what patterns can't say:
//     requestParameters.userName != userIdentity.userName. It is evaluated on
//     the records that the pattern matches. Put it in single quotes, or after
//     >-, because # begins a comment in YAML. See package
//     [trailnotify/rules/where] and CONDITIONS.md.
//   - except: named patterns. Each has a name, a pattern and, at best, a
//     reason, a condition (where) and an end (until). A record that matches any
//     of them is taken out of the rule. What is taken out is counted and
//     reported, never dropped in silence.
//   - by: a part, or a list of up to 8 parts, see Groups. Matches are counted
//     apart where any part differs. Without by the rule counts all records of a
//     log group together, as a metric filter does.
//   - distinct: a selector. The rule counts its different values, not records.
//   - threshold: the count that raises an alert, 1 to 5000, with distinct 2000.
//   - period: the length of time counted over, whole minutes from 1m to 24h;
//     default 5m.
//   - quiet: silence for a rule and group after its alert, 0 to 168h; default
//     0.
//   - closing: when one more message follows an alert, 15 minutes after its
//     quiet time: surplus, the default, if more matches came than the alert
//     told; always; or off, never.
//   - ceiling: with by, the threshold of the count over all groups; 0 means
//     none. It is never below the threshold. The default is 20 times the
//     threshold, or none at threshold 1, where every group alerts by itself.
//   - storm: with by, how many groups get alerts of their own in one window, 1
//     to 1000; default 20. More than that become one alert.
//   - severity: info, low, medium, high or critical; default medium.
//   - reference: a list of what the rule implements: controls, sections, ATT&CK
//     techniques.
//   - enabled: false switches the rule off.
//   - mode: live, or dry-run to try the rule: it counts as always, its alerts
//     spend as always, and its messages are written to the log instead of sent.
//     The default is live.
//   - match, no_match: records that prove the rule, see Records.
//
// An unknown or repeated key is a fault, and so is a value of the wrong kind.
// Anchors, aliases, tags and merge keys are not allowed. All faults of all
// files are reported at once, each with its place and a caret.
//
// Editors that know JSON Schema check and complete rule files by
// rules/rule.schema.json. It accepts every file that [Load] accepts; Load also
// refuses what concerns patterns, selectors and several keys or files. For most
// editors the first line of the file names it:
//
//	# yaml-language-server: $schema=../rules/rule.schema.json
//
// # Groups
//
// A part of by is one of three:
//
//   - a name: actor, call, outcome, account, region, address or network. Package
//     [trailnotify/rules/group] says what each of them reads. A record that does
//     not say anything about it has the part missing.
//   - a selector. Its value is the text that it finds: a string as it is, and
//     everything else as JSON, a null as null. It is missing where the path is
//     absent.
//   - a list of selectors. Its value is that of the first one that is present;
//     it is missing where none is.
//
// Two records are in one group if all their parts are the same; two missing
// parts are the same as each other, and different from every value. A record in
// which all parts are missing is in a group too. Values are compared byte for
// byte, however long they are.
//
//	by: actor                               # one count per actor
//	by: [actor, outcome]                    # and calls that failed apart
//	by: [[$.requestParameters.roleName, $.requestParameters.userName], call]
//
// A list of two or more selectors and nothing else could mean that the first
// one counts or that all do, and is refused: write [[$.a, $.b]] for the first
// one, [[$.a], [$.b]] for all.
//
// Choose parts that an attacker can't choose, or can choose only at a cost.
// Whoever takes a role on chooses the session's name, and with it
// userIdentity.arn; actor leaves it out. Where outcome is not a part, a call
// that failed can raise the alert after which the rule is quiet.
//
// # Exceptions
//
// An exception is a way past the rule. Before you add one, ask whether an
// attacker can choose what it looks at. AWS sets eventSource, eventName,
// userIdentity.type, userIdentity.invokedBy, sessionIssuer.arn and
// sessionCredentialFromConsole. The caller chooses the user agent, the session
// name, most of requestParameters, and the path of any role that it may create.
// A service may act for somebody: a call with invokedBy
// cloudformation.amazonaws.com is made by the person who deploys the stack.
//
// A comparison with a field that the record does not have is false, and that
// includes !=. So if the field of an exception is missing, the exception does
// not apply and the record counts.
//
// The same holds for a condition of an exception. If a condition can't be
// evaluated because it is too much work, that of a rule is taken to hold and
// that of an exception not to: the record counts, and [Match] says so.
//
// An exception with until has an end: a time with its zone, or a date, whose
// end in UTC it is.
//
//	except:
//	  - name: penetration test
//	    pattern: '{ $.sourceIPAddress = "192.0.2.7" }'
//	    until: 2027-03-31
//
// A record that counts at that time or later is no longer taken out. What
// decides is the time of the record, never the time at which it is delivered:
// so a record that is delivered again counts as it did before, and a replay of
// history finds what the function found. [Rule.Prove] takes no notice of ends.
//
// # Records
//
// An entry of match is a record that the rule must count. An entry of no_match
// is one that it must not count: either the pattern does not match it, or the
// exception that the entry names takes it out:
//
//	no_match:
//	  - eventName: ListAccounts
//	    errorCode: Throttling
//	  - exception: console browsing
//	    record:
//	      eventName: ListAccounts
//	      errorCode: AccessDenied
//
// A record is a mapping, or a text that holds JSON. [Rule.Prove] tries the rule
// on its records. For the built-in rules the tests do that; the function does
// not read the records when it starts.
//
// # Exceptions files
//
// A file with the key extends adds exceptions to a rule in another file, such
// as a built-in rule, which you would otherwise have to copy:
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
// Extends and except are required. The keys are:
//
//   - extends: the name of the rule.
//   - except: exceptions, as in a rule file. They come after those of the rule,
//     and their names are unique in the rule. A rule has at most 32.
//   - match, no_match: records that prove the exceptions, as in a rule file.
//     [Rule.Prove] tries the rule with its exceptions on them and on the rule's
//     own records, so that an exception can't take out what the rule has to
//     count.
//
// Nothing else of the rule changes. Change threshold, period, quiet, closing
// and mode by variables, and everything else by a rule file of the same name,
// which replaces the rule: [Set.Notes] says so, and [Rule.WeakerThan] says what
// is lost. Several files may extend one rule, in the order of their names.
//
// The rule is in the same directory, or in the set that [Set.Extend] adds the
// directory to. If a rule file replaces a built-in rule, exceptions are added
// to the new one. As long as there is no such rule, [Set.Missing] names it, and
// [Set.Override] refuses the set.
//
// # Home regions
//
// A pattern may compare a field with the regions in which resources are
// expected, as the whole value of a != comparison:
//
//	pattern: '{($.awsRegion != "${home_regions}") && ($.eventName = "Create*")}'
//
// It becomes one comparison for each region. As long as no home region is
// known, the rule is off, and [Set.Notes] says so.
//
// # Overrides
//
// [Set.Override] applies the environment: for the setting root_usage the
// variables ROOT_USAGE_ALERT_THRESHOLD, ROOT_USAGE_ENABLED, ROOT_USAGE_PERIOD,
// ROOT_USAGE_QUIET, ROOT_USAGE_CLOSING and ROOT_USAGE_MODE, and HOME_REGIONS
// for all rules. [Set.Table] shows what is in force and where each value comes
// from.
//
// # Changing a rule that is in use
//
// Counts belong to a rule's name, period, by and distinct. After a change of
// any of these the rule counts from zero, and what was under way is lost: a
// burst of 9 matches before the change and 9 after it does not reach a
// threshold of 10. Alerts sent before the change no longer spend matches and no
// longer keep the rule quiet. Threshold, quiet, closing, mode, pattern,
// condition and exceptions can change at any time: matches that are already
// counted stay counted. An alert of a rule in dry-run mode spends as if it had
// been sent, also after the rule has gone live.
package rules
