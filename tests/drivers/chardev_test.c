/* SPDX-License-Identifier: MIT */
/*
 * chardev_test.c - what drivers have in /dev, /sys, /proc and debugfs, as a
 * program sees it: a small driver of one device is started, used and ended, with
 * everything it allocates failing once; and what is open while things go away.
 */
#include "../kernel/fixture.h"
#include <octavo/cdev.h>
#include <octavo/debugfs.h>
#include <octavo/device.h>
#include <octavo/fasync.h>
#include <octavo/fault_inject.h>
#include <octavo/kstrtox.h>
#include <octavo/libfs.h>
#include <octavo/miscdevice.h>
#include <octavo/module.h>
#include <octavo/proc_fs.h>

#define MAX_POINTS	300u
#define TEXT_AT		512u		/* of the fixture's pages */

static struct module mod = { .name = "chardev_test", .state = MODULE_STATE_LIVE };

/* ---- the driver -------------------------------------------------------------- */

static int nr_flushes, nr_releases, level;
static struct fasync_struct *listeners;

static int dev_flush(struct file *file, fl_owner_t id)
{
	nr_flushes++;
	return -EIO;
}

static int dev_release(struct inode *inode, struct file *file)
{
	nr_releases++;
	return 0;
}

static int dev_fasync(int fd, struct file *file, int on)
{
	return fasync_helper(fd, file, on, &listeners);
}

static long dev_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	return cmd == 1 ? 7 : -ENOIOCTLCMD;
}

static const struct file_operations dev_fops = {
	.owner = &mod, .flush = dev_flush, .release = dev_release,
	.fasync = dev_fasync, .unlocked_ioctl = dev_ioctl,
	.open = nonseekable_open,
};

static ssize_t level_show(struct device *dev, struct device_attribute *attr,
			  char *buf)
{
	return sysfs_emit(buf, "%d\n", level);
}

static ssize_t level_store(struct device *dev, struct device_attribute *attr,
			   const char *buf, size_t count)
{
	level = buf[0] - '0';
	return (ssize_t)count;
}

static DEVICE_ATTR_RW(level);
static struct attribute *level_attrs[] = { &dev_attr_level.attr, NULL };
ATTRIBUTE_GROUPS(level);

static char bytes[100];

static ssize_t bytes_read(struct file *file, struct kobject *kobj,
			  struct bin_attribute *attr, char *buf, loff_t off,
			  size_t count)
{
	memcpy(buf, bytes + off, count);
	return (ssize_t)count;
}

static BIN_ATTR_RO(bytes, sizeof(bytes));

static int text_show(struct seq_file *m, void *v)
{
	seq_printf(m, "level %d\n", level);
	return 0;
}

static struct {
	struct cdev *cdev;
	struct class *class;
	struct device *dev;
	struct proc_dir_entry *proc;
	struct dentry *debug;
	dev_t devt;
} drv;

static char *subdir(const struct device *dev, umode_t *mode)
{
	*mode = 0640;
	return kstrdup("sub/dir/thing", GFP_KERNEL);
}

static void driver_exit(void)
{
	debugfs_remove(drv.debug);
	proc_remove(drv.proc);
	if (!IS_ERR_OR_NULL(drv.dev))
		device_destroy(drv.class, drv.devt);
	class_destroy(drv.class);
	if (drv.cdev)
		cdev_del(drv.cdev);
	unregister_chrdev_region(drv.devt, 1);
	memset(&drv, 0, sizeof(drv));
}

static int make_device(void)
{
	drv.class = class_create(&mod, "things");
	if (IS_ERR(drv.class))
		return (int)PTR_ERR(drv.class);
	drv.class->devnode = subdir;
	drv.class->dev_groups = level_groups;
	drv.dev = device_create(drv.class, NULL, drv.devt, NULL, "thing%d", 0);
	if (IS_ERR(drv.dev))
		return (int)PTR_ERR(drv.dev);
	return device_create_bin_file(drv.dev, &bin_attr_bytes);
}

static int make_files(void)
{
	drv.proc = proc_create_single("thing", 0, NULL, text_show);
	drv.debug = debugfs_create_dir("thing", NULL);
	if (!drv.proc || IS_ERR(drv.debug))
		return -ENOMEM;
	debugfs_create_u32("level", 0644, drv.debug, (u32 *)&level);
	return 0;
}

static int driver_init(void)
{
	int err = alloc_chrdev_region(&drv.devt, 0, 1, "things");

	if (err)
		return err;
	drv.cdev = cdev_alloc();
	err = -ENOMEM;
	if (drv.cdev) {
		drv.cdev->ops = &dev_fops;
		drv.cdev->owner = &mod;
		err = cdev_add(drv.cdev, drv.devt, 1);
	}
	if (!err)
		err = make_device();
	if (!err)
		err = make_files();
	if (err)
		driver_exit();
	return err;
}

/* ---- helpers -------------------------------------------------------------------- */

static long open_path(const char *path, int flags)
{
	kt_string(0, path);
	return kt_call(NR_open, kt_at(0), (unsigned long)flags, 0, 0);
}

/* The text of a file, up to 100 bytes, in kernel memory. */
static const char *text_of(struct kunit *test, const char *path)
{
	static char text[101];
	long fd = open_path(path, O_RDONLY), n;

	KUNIT_EXPECT_GE(test, fd, 0l);
	if (fd < 0)
		return "";
	n = kt_call(NR_read, (unsigned long)fd, kt_at(TEXT_AT), 100, 0);
	KUNIT_EXPECT_GE(test, n, 0l);
	if (n < 0 || copy_from_user(text, (void __user *)kt_at(TEXT_AT),
				    (size_t)n))
		n = 0;
	text[n] = 0;
	kt_call(NR_close, (unsigned long)fd, 0, 0, 0);
	return text;
}

static long write_text(long fd, const char *text)
{
	kt_string(TEXT_AT, text);
	return kt_call(NR_write, (unsigned long)fd, kt_at(TEXT_AT),
		       strlen(text), 0);
}

/* ---- tests ------------------------------------------------------------------------- */

static void appears(struct kunit *test)
{
	char number[24];
	long fd;

	KUNIT_ASSERT_EQ(test, driver_init(), 0);
	level = 3;
	snprintf(number, sizeof(number), "%u:%u\n", MAJOR(drv.devt),
		 MINOR(drv.devt));
	KUNIT_EXPECT_STREQ(test, text_of(test, "/sys/class/things/thing0/dev"),
			   number);
	KUNIT_EXPECT_STREQ(test, text_of(test, "/sys/class/things/thing0/level"),
			   "3\n");
	KUNIT_EXPECT_STREQ(test, text_of(test,
		"/sys/devices/virtual/things/thing0/subsystem/thing0/level"),
			   "3\n");
	KUNIT_EXPECT_STREQ(test, text_of(test, "/proc/thing"), "level 3\n");
	KUNIT_EXPECT_STREQ(test, text_of(test, "/sys/kernel/debug/thing/level"),
			   "3\n");
	fd = open_path("/sys/class/things/thing0/level", O_RDWR);
	KUNIT_ASSERT_GE(test, fd, 0l);
	KUNIT_EXPECT_EQ(test, write_text(fd, "5\n"), 2l);
	KUNIT_EXPECT_EQ(test, level, 5);
	kt_call(NR_close, (unsigned long)fd, 0, 0, 0);
	KUNIT_EXPECT_EQ(test, open_path("/sys/class/things/thing0/dev", O_RDWR),
			(long)-EACCES);
	fd = open_path("/dev/sub/dir/thing", O_RDWR);
	KUNIT_EXPECT_GE(test, fd, 0l);
	kt_call(NR_close, (unsigned long)fd, 0, 0, 0);
	driver_exit();
	KUNIT_EXPECT_EQ(test, open_path("/dev/sub", O_RDONLY), (long)-ENOENT);
	KUNIT_EXPECT_EQ(test, open_path("/sys/class/things", O_RDONLY),
			(long)-ENOENT);
	KUNIT_EXPECT_EQ(test, open_path("/proc/thing", O_RDONLY),
			(long)-ENOENT);
}

static void calls(struct kunit *test)
{
	long fd;

	KUNIT_ASSERT_EQ(test, driver_init(), 0);
	nr_flushes = nr_releases = 0;
	fd = open_path("/dev/sub/dir/thing", O_RDWR);
	KUNIT_ASSERT_EQ(test, fd, 0l);
	KUNIT_EXPECT_EQ(test, module_refcount(&mod), 2);
	KUNIT_EXPECT_EQ(test, kt_call(NR_ioctl, 0, 1, 0, 0), 7l);
	KUNIT_EXPECT_EQ(test, kt_call(NR_ioctl, 0, 2, 0, 0), (long)-ENOTTY);
	KUNIT_EXPECT_EQ(test, kt_pread(0, kt_at(0), 1, 0), (long)-ESPIPE);
	KUNIT_EXPECT_EQ(test, kt_call(NR_read, 0, kt_at(0), 1, 0),
			(long)-EINVAL);
	KUNIT_EXPECT_EQ(test, kt_call(NR_dup, 0, 0, 0, 0), 1l);
	/* What ->flush says is what close(2) says; it is closed all the same. */
	KUNIT_EXPECT_EQ(test, kt_call(NR_close, 0, 0, 0, 0), (long)-EIO);
	KUNIT_EXPECT_EQ(test, nr_releases, 0);
	KUNIT_EXPECT_EQ(test, kt_call(NR_close, 1, 0, 0, 0), (long)-EIO);
	KUNIT_EXPECT_EQ(test, nr_flushes, 2);
	KUNIT_EXPECT_EQ(test, nr_releases, 1);
	KUNIT_EXPECT_EQ(test, module_refcount(&mod), 0);
	mod.state = MODULE_STATE_GOING;
	KUNIT_EXPECT_EQ(test, open_path("/dev/sub/dir/thing", O_RDWR),
			(long)-ENXIO);
	mod.state = MODULE_STATE_LIVE;
	driver_exit();
}

static void signals(struct kunit *test)
{
	const unsigned long pid = (unsigned long)kt.task->thread.pid;

	KUNIT_ASSERT_EQ(test, driver_init(), 0);
	KUNIT_ASSERT_EQ(test, open_path("/dev/sub/dir/thing", O_RDWR), 0l);
	KUNIT_EXPECT_EQ(test, kt_call(NR_fcntl, 0, F_SETOWN, (unsigned long)-9999,
				      0), (long)-ESRCH);
	KUNIT_EXPECT_EQ(test, kt_call(NR_fcntl, 0, F_SETOWN, pid, 0), 0l);
	KUNIT_EXPECT_EQ(test, kt_call(NR_fcntl, 0, F_SETFL, O_RDWR | O_ASYNC, 0),
			0l);
	KUNIT_EXPECT_NOT_NULL(test, listeners);
	KUNIT_EXPECT_TRUE(test, kt_call(NR_fcntl, 0, F_GETFL, 0, 0) & O_ASYNC);
	/* Without SIGIO blocked it would be ignored or deadly: it has to wait. */
	kt.task->blocked |= SIGBIT(SIGIO);
	kill_fasync(&listeners, SIGIO, POLL_IN);
	KUNIT_EXPECT_TRUE(test, kt.task->signal->pending.set & SIGBIT(SIGIO));
	sigpending_flush(&kt.task->signal->pending);
	kt.task->blocked &= ~SIGBIT(SIGIO);
	recalc_sigpending(kt.task);
	kt_call(NR_close, 0, 0, 0, 0);
	KUNIT_EXPECT_NULL(test, listeners);
	driver_exit();
}

/* Whoever has a file open when its maker goes is told so, and nothing else. */
static void goes_while_open(struct kunit *test)
{
	long sys, proc, debug;

	KUNIT_ASSERT_EQ(test, driver_init(), 0);
	sys = open_path("/sys/class/things/thing0/level", O_RDWR);
	proc = open_path("/proc/thing", O_RDONLY);
	debug = open_path("/sys/kernel/debug/thing/level", O_RDONLY);
	KUNIT_ASSERT_GE(test, debug, 0l);
	driver_exit();
	KUNIT_EXPECT_EQ(test, kt_call(NR_read, (unsigned long)sys, kt_at(0), 9,
				      0), (long)-ENODEV);
	KUNIT_EXPECT_EQ(test, write_text(sys, "1"), (long)-ENODEV);
	KUNIT_EXPECT_EQ(test, kt_call(NR_read, (unsigned long)proc, kt_at(0), 9,
				      0), (long)-EIO);
	KUNIT_EXPECT_EQ(test, kt_call(NR_read, (unsigned long)debug, kt_at(0),
				      9, 0), (long)-EIO);
	kt_call(NR_close, (unsigned long)sys, 0, 0, 0);
	kt_call(NR_close, (unsigned long)proc, 0, 0, 0);
	kt_call(NR_close, (unsigned long)debug, 0, 0, 0);
}

/* A cdev of its own goes with the last file. */
static void cdev_outlives(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, driver_init(), 0);
	KUNIT_ASSERT_EQ(test, open_path("/dev/sub/dir/thing", O_RDWR), 0l);
	driver_exit();
	KUNIT_EXPECT_EQ(test, kt_call(NR_ioctl, 0, 1, 0, 0), 7l);
	kt_call(NR_close, 0, 0, 0, 0);
	KUNIT_EXPECT_EQ(test, module_refcount(&mod), 0);
}

static void bin_file(struct kunit *test)
{
	long fd;

	KUNIT_ASSERT_EQ(test, driver_init(), 0);
	bytes[99] = 'x';
	fd = open_path("/sys/class/things/thing0/bytes", O_RDONLY);
	KUNIT_ASSERT_GE(test, fd, 0l);
	KUNIT_EXPECT_EQ(test, kt_pread(fd, kt_at(0), 10, 99), 1l);
	KUNIT_EXPECT_EQ(test, kt_pread(fd, kt_at(0), 10, 100), 0l);
	kt_call(NR_close, (unsigned long)fd, 0, 0, 0);
	driver_exit();
}

/* ---- texts with records --------------------------------------------------------------- */

#define NR_RECORDS	3000

static void *rec_start(struct seq_file *m, loff_t *pos)
{
	return *pos < NR_RECORDS ? (void *)(unsigned long)(*pos + 1) : NULL;
}

static void *rec_next(struct seq_file *m, void *v, loff_t *pos)
{
	++*pos;
	return rec_start(m, pos);
}

static void rec_stop(struct seq_file *m, void *v)
{
}

static int rec_show(struct seq_file *m, void *v)
{
	const unsigned long n = (unsigned long)v - 1;

	if (n == 17)
		return SEQ_SKIP;
	seq_printf(m, "%07lu\n", n);
	return n == 2999 ? -ENXIO : 0;
}

static const struct seq_operations rec_ops = {
	.start = rec_start, .next = rec_next, .stop = rec_stop,
	.show = rec_show,
};

static void records(struct kunit *test)
{
	struct proc_dir_entry *de = proc_create_seq("recs", 0, NULL, &rec_ops);
	char line[9] = "";
	unsigned long n = 0;
	long fd, got;

	KUNIT_ASSERT_NOT_NULL(test, de);
	fd = open_path("/proc/recs", O_RDONLY);
	KUNIT_ASSERT_GE(test, fd, 0l);
	for (;; n += 1 + (n == 16)) {
		got = kt_call(NR_read, (unsigned long)fd, kt_at(0), 8, 0);
		if (got != 8)
			break;
		KUNIT_EXPECT_EQ(test, copy_from_user(line,
				(void __user *)kt_at(0), 8), 0ul);
		KUNIT_EXPECT_EQ(test, simple_strtoull(line, NULL, 10),
				(unsigned long long)n);
	}
	KUNIT_EXPECT_EQ(test, got, (long)-ENXIO);
	/* From the middle again. */
	KUNIT_EXPECT_EQ(test, kt_pread(fd, kt_at(0), 8, 8 * 1000), 8l);
	KUNIT_EXPECT_EQ(test, copy_from_user(line, (void __user *)kt_at(0), 8),
			0ul);
	KUNIT_EXPECT_STREQ(test, line, "0001001\n");
	kt_call(NR_close, (unsigned long)fd, 0, 0, 0);
	remove_proc_entry("recs", NULL);
}

/* ---- objects ---------------------------------------------------------------------------- */

static int nr_freed;

static void obj_release(struct kobject *kobj)
{
	nr_freed++;
	kfree(kobj);
}

static const struct kobj_type obj_type = {
	.release = obj_release, .sysfs_ops = &kobj_sysfs_ops,
};

static void objects(struct kunit *test)
{
	struct kobject *a = kzalloc(sizeof(*a), GFP_KERNEL);
	struct kobject *b = kzalloc(sizeof(*b), GFP_KERNEL);

	KUNIT_ASSERT_TRUE(test, a && b);
	nr_freed = 0;
	KUNIT_ASSERT_EQ(test, kobject_init_and_add(a, &obj_type, kernel_kobj,
						   "%s", "a/b"), 0);
	KUNIT_EXPECT_STREQ(test, kobject_name(a), "a!b");
	KUNIT_ASSERT_EQ(test, kobject_init_and_add(b, &obj_type, a, "c"), 0);
	kobject_put(a);
	KUNIT_EXPECT_EQ(test, nr_freed, 0);	/* its child holds it */
	KUNIT_EXPECT_EQ(test, kobject_rename(b, "d"), 0);
	KUNIT_EXPECT_GE(test, open_path("/sys/kernel/a!b/d", O_RDONLY), 0l);
	fd_close(kt.task->files, 0);
	kobject_put(b);
	KUNIT_EXPECT_EQ(test, nr_freed, 2);
	KUNIT_EXPECT_EQ(test, open_path("/sys/kernel/a!b", O_RDONLY),
			(long)-ENOENT);
}

/* ---- every allocation fails once ----------------------------------------------------------- */

static void sweep(struct kunit *test, enum fault_kind kind)
{
	unsigned long nth = 1;

	for (; nth < MAX_POINTS; nth++) {
		bool failed;
		int err;

		fault_inject_arm(kind, nth, false);
		err = driver_init();
		failed = fault_inject_failed(kind);
		fault_inject_disarm();
		KUNIT_EXPECT_TRUE(test, err == 0 || err == -ENOMEM);
		if (!err)
			driver_exit();
		if (!failed)
			break;
	}
	KUNIT_EXPECT_LT(test, nth, (unsigned long)MAX_POINTS);
}

static void starts_without_objects(struct kunit *test)
{
	sweep(test, FAULT_SLAB_ALLOC);
}

static void starts_without_pages(struct kunit *test)
{
	sweep(test, FAULT_PAGE_ALLOC);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(appears),
	KUNIT_CASE(calls),
	KUNIT_CASE(signals),
	KUNIT_CASE(goes_while_open),
	KUNIT_CASE(cdev_outlives),
	KUNIT_CASE(bin_file),
	KUNIT_CASE(records),
	KUNIT_CASE(objects),
	KUNIT_CASE(starts_without_objects),
	KUNIT_CASE(starts_without_pages),
	{ 0 },
};

static struct kunit_suite suite = {
	.name = "chardev", .init = ktest_init, .exit = ktest_exit,
	.test_cases = cases,
};

kunit_test_suite(suite);
