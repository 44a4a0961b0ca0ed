/* SPDX-License-Identifier: MIT */
/*
 * proc_stat.c - the files of /proc about the machine as a whole, in the
 * formats that Linux's tools parse.
 */
#include <octavo/math64.h>
#include "internal.h"
#include <octavo/seq_file.h>

/* Text that the machine writes, a CPU's or the list of interrupts. */
#define MACHINE_TEXT	(4 * PAGE_SIZE)

int proc_cpuinfo_show(struct seq_file *m, void *v)
{
	char *buf = kmalloc(MACHINE_TEXT, GFP_KERNEL);

	if (!buf)
		return -ENOMEM;
	for (unsigned int cpu = 0; cpu < nr_cpu_ids; cpu++) {
		seq_printf(m, "processor\t: %u\n", cpu);
		seq_write(m, buf, arch_cpu_info(cpu, buf, MACHINE_TEXT));
		seq_putc(m, '\n');
	}
	kfree(buf);
	return 0;
}

int proc_interrupts_show(struct seq_file *m, void *v)
{
	char *buf = kmalloc(MACHINE_TEXT, GFP_KERNEL);

	if (!buf)
		return -ENOMEM;
	seq_write(m, buf, arch_interrupts(buf, MACHINE_TEXT));
	kfree(buf);
	return 0;
}

int proc_version_show(struct seq_file *m, void *v)
{
	seq_printf(m, "Linux version %s (octavo) %s\n", KERNEL_RELEASE,
		   KERNEL_VERSION);
	return 0;
}

/* What the kernel was started with is not kept: its name. */
int proc_cmdline_show(struct seq_file *m, void *v)
{
	seq_puts(m, "octavo\n");
	return 0;
}

static u64 uptime_ns(void)
{
	return arch_clock_ns(false) - kernel.boot_ns;
}

static void show_seconds(struct seq_file *m, u64 ns, char end)
{
	struct timespec64 ts = ns_to_timespec64(ns);

	seq_printf(m, "%lu.%02lu%c", (unsigned long)ts.tv_sec,
		   ts.tv_nsec / (long)NSEC_PER_TICK, end);
}

int proc_uptime_show(struct seq_file *m, void *v)
{
	show_seconds(m, uptime_ns(), ' ');
	show_seconds(m, idle_ns(), '\n');
	return 0;
}

int proc_loadavg_show(struct seq_file *m, void *v)
{
	unsigned long avg[3];

	load_averages(avg);
	for (int i = 0; i < 3; i++) {
		/* In hundredths, rounded. */
		unsigned long n = (avg[i] * 100 + 1024) / 2048;

		seq_printf(m, "%lu.%02lu ", n / 100, n % 100);
	}
	seq_printf(m, "%u/%u %d\n", nr_running(), kernel.nr_tasks,
		   kernel.last_pid);
	return 0;
}

int proc_filesystems_show(struct seq_file *m, void *v)
{
	for (const struct fs_type *type = fs_types; type->name; type++)
		seq_printf(m, "nodev\t%s\n", type->name);
	return 0;
}

/* Numbers of the console, memory and random devices, and of no disks. */
int proc_devices_show(struct seq_file *m, void *v)
{
	seq_puts(m, "Character devices:\n  1 mem\n  5 /dev/tty\n");
	seq_puts(m, "  5 /dev/console\n  5 /dev/ptmx\n136 pts\n");
	chrdevs_show(m);
	seq_puts(m, "\nBlock devices:\n");
	return 0;
}

int proc_partitions_show(struct seq_file *m, void *v)
{
	seq_puts(m, "major minor  #blocks  name\n\n");
	return 0;
}

int proc_swaps_show(struct seq_file *m, void *v)
{
	seq_puts(m, "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n");
	return 0;
}

/* ---- stat ---------------------------------------------------------------- */

static void cpu_line(struct seq_file *m, struct cpu_ticks t)
{
	seq_printf(m, " %lu 0 %lu %lu 0 0 0 0 0 0\n", t.user, t.kernel, t.idle);
}

static void show_cpus(struct seq_file *m)
{
	struct cpu_ticks sum = { 0 };

	for (unsigned int cpu = 0; cpu < nr_cpu_ids; cpu++) {
		struct cpu_ticks t = cpu_ticks_of(cpu);

		sum.user += t.user;
		sum.kernel += t.kernel;
		sum.idle += t.idle;
	}
	seq_puts(m, "cpu ");
	cpu_line(m, sum);
	for (unsigned int cpu = 0; cpu < nr_cpu_ids; cpu++) {
		seq_printf(m, "cpu%u", cpu);
		cpu_line(m, cpu_ticks_of(cpu));
	}
}

int proc_stat_show(struct seq_file *m, void *v)
{
	u64 now = div_u64(arch_clock_ns(true), NSEC_PER_SEC);

	show_cpus(m);
	seq_printf(m, "intr 0\nctxt %lu\nbtime %lu\nprocesses %lu\n",
		   nr_context_switches(),
		   (unsigned long)(now - div_u64(uptime_ns(), NSEC_PER_SEC)),
		   kernel.nr_forks);
	seq_printf(m, "procs_running %u\nprocs_blocked 0\n", nr_running());
	return 0;
}
