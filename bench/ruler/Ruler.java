import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import software.amazon.event.ruler.Machine;

/** Asks event-ruler which rules each record matches; trailnotify/bench/peer has what it is asked. */
public class Ruler {
    /** Milliseconds until the compiler of the JVM has done most of its work. */
    private static final long WARM_UP = 5000;

    private final OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final Machine machine = Machine.builder().build();
    private final List<String> records;

    Ruler(Path records, Path rules) throws Exception {
        this.records = Files.readAllLines(records);
        int number = 0;
        for (String rule : Files.readAllLines(rules)) {
            machine.addRule(Integer.toString(number++), rule);
        }
    }

    /** A line for each record: the numbers of the rules that it matches, in order. */
    void match(StringBuilder out) throws Exception {
        for (String record : records) {
            List<Integer> found = new ArrayList<>();
            for (String rule : machine.rulesForJSONEvent(record)) {
                found.add(Integer.valueOf(rule));
            }
            out.append(found.stream().sorted().map(String::valueOf).collect(Collectors.joining(" "))).append('\n');
        }
    }

    /** Nanoseconds of processor time per record, of whole passes over at least so many milliseconds. */
    double time(long least) throws Exception {
        long began = process.getProcessCpuTime();
        for (int passes = 1; ; passes++) {
            for (String record : records) {
                machine.rulesForJSONEvent(record);
            }
            long took = process.getProcessCpuTime() - began;
            if (took >= least * 1_000_000) {
                return (double) took / passes / records.size();
            }
        }
    }

    public static void main(String[] args) throws Exception {
        Ruler ruler = new Ruler(Path.of(args[0]), Path.of(args[1]));
        ruler.time(WARM_UP);
        System.out.println("ready");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals("match")) {
                StringBuilder out = new StringBuilder();
                ruler.match(out);
                System.out.print(out);
            } else {
                System.out.println(ruler.time(Long.parseLong(line.substring("time ".length()))));
            }
        }
    }
}
