# table.awk: the rows of bench/rows with the figures of N.values, for each N of the variable sizes.

function trim(s) { gsub(/^ +| +$/, "", s); return s }

function shown(value) {
	if (value == "") return "-"
	if (value >= 100 || value == int(value)) return sprintf("%.0f", value)
	if (value >= 10) return sprintf("%.1f", value)
	return sprintf("%.2f", value)
}

# Whether VALUE is as LIMIT ("< 5") wants it.
function fits(value, limit, part) {
	split(limit, part, " ")
	if (part[1] == "<") return value + 0 < part[2] + 0
	if (part[1] == "<=") return value + 0 <= part[2] + 0
	return value + 0 >= part[2] + 0
}

function mark(value, floor, goal) {
	if (value == "") { missed++; return "MISSING" } # every row is made for every size
	if (floor != "" && !fits(value, floor)) { missed++; return "MISSED" }
	if (goal != "" && !fits(value, goal)) { short++; return "short" }
	return floor goal == "" ? "" : "ok"
}

BEGIN {
	FS = "|"
	n = split(sizes, size, " ")
	for (i = 1; i <= n; i++)
		while ((getline line < (size[i] ".values")) > 0) {
			split(line, part, " ")
			figure[part[1], i] = part[2]
		}
	printf "%-46s %-5s %-8s %-8s", "", "unit", "floor", "goal"
	for (i = 1; i <= n; i++) printf " %10s        ", size[i]
	print n > 1 ? " growth" : ""
}

/^#/ || /^$/ { next }

!/\|/ { printf "\n%s\n", $0; next }

{
	key = trim($1); floor = trim($4); goal = trim($5)
	printf "  %-44s %-5s %-8s %-8s", trim($2), trim($3), floor, goal
	for (i = 1; i <= n; i++)
		printf " %10s %-7s", shown(figure[key, i]), mark(figure[key, i], floor, goal)
	grows = n > 1 && figure[key, 1] > 0 && figure[key, n] != ""
	if (grows && trim($6) != "") {
		growth = figure[key, n] / figure[key, 1]
		printf " %5.1fx", growth
	}
	if (grows && trim($6) == "flat") {
		printf " %s", growth <= 1.5 ? "ok" : "MISSED"
		missed += growth > 1.5
	}
	print ""
}

END { printf "\n%d missed, %d beyond the floor and short of the goal\n", missed, short }
