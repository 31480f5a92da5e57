# For scripts that need services beside them: source it, then serve and stop.
#
# A service here is a program that prints a line with "serving" when it serves, and ends when its input ends. Nothing
# sleeps: the line is waited for, and a port that is taken makes the program end, upon which another port is tried.

declare -A service_input service_process
service_folder="$(mktemp -d)"

# serve <name> <program> <argument>...: @PORT@ in the arguments becomes a port, which is in $port afterwards. What the
# program prints goes to $service_folder/<name>.log.
serve() {
    local name="$1" try line from log="$service_folder/$1.log"
    shift
    for try in 1 2 3 4 5 6 7 8; do
        # Below what the system gives to outgoing connections.
        port=$((10000 + (RANDOM * 32768 + RANDOM) % 22000))
        rm -f "$service_folder/$name".{in,out}
        mkfifo "$service_folder/$name.in" "$service_folder/$name.out"
        (
            # The inputs of the others would stay open for as long as this one runs.
            for line in "${service_input[@]}"; do exec {line}>&-; done
            exec "${@//@PORT@/$port}" <"$service_folder/$name.in" >"$service_folder/$name.out" 2>>"$log"
        ) &
        service_process[$name]=$!
        exec {service_input[$name]}>"$service_folder/$name.in" {from}<"$service_folder/$name.out"
        line=
        read -r -t 60 line <&"$from" || true
        if [[ "$line" == *serving* ]]; then
            # What it prints from now on must not fill the pipe.
            (
                for line in "${service_input[@]}"; do exec {line}>&-; done
                exec cat <&"$from" >>"$log"
            ) &
            exec {from}<&-
            return 0
        fi
        echo "$name did not start on port $port: ${line:-it said nothing}" >>"$log"
        exec {from}<&-
        stop "$name" >/dev/null 2>&1 || true
    done
    cat "$log" >&2
    return 1
}

# stop <name>: ends its input and waits for it; its exit status. One that does not end within 20 seconds is killed.
stop() {
    local name="$1" process="${service_process[$1]:-}" input="${service_input[$1]:-}" status=0
    [ -n "$process" ] || return 0
    exec {input}>&-
    unset "service_process[$name]" "service_input[$name]"
    if ! timeout 20 tail -s 0.05 --pid="$process" -f /dev/null; then
        echo "$name does not end by itself" >&2
        kill -9 "$process"
    fi
    wait "$process" || status=$?
    return $status
}

stop_all() {
    local name
    for name in "${!service_process[@]}"; do
        stop "$name" || true
    done
    rm -rf "$service_folder"
}
trap stop_all EXIT
