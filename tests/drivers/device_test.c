/* SPDX-License-Identifier: MIT */
/*
 * device_test.c - what drivers are offered, and the drivers: numbers and
 * names, interrupt lines, the bus, DMA of edu, frames of virtio, and each
 * allocation of it failing once.
 *
 * The hosted machine has a model of edu; in QEMU the suites are booted with an
 * edu and a network. Where a device is missing its test says so.
 */
#include "../kernel/fixture.h"
#include <octavo/cdev.h>
#include <octavo/drivers.h>
#include <octavo/etherdevice.h>
#include <octavo/fault_inject.h>
#include <octavo/highmem.h>
#include <octavo/interrupt.h>
#include <octavo/miscdevice.h>
#include <octavo/netdevice.h>
#include <octavo/pci.h>

#define LINE		10u		/* that the model has, and a PC too */
#define EDU_MEM		4088
#define MAX_POINTS	1000u
#define REPLY_NS	(2ull * NSEC_PER_SEC)

/* ---- numbers and names ------------------------------------------------------- */

static struct cdev *opened;

static int note_open(struct inode *inode, struct file *file)
{
	opened = inode->i_cdev;
	return 0;
}

static const struct file_operations noting_fops = { .open = note_open };

static void numbers(struct kunit *test)
{
	struct cdev cdev, other;
	dev_t dev, again;

	KUNIT_EXPECT_EQ(test, register_chrdev_region(MKDEV(511, MINORMASK), 2,
						     "x"), -EINVAL);
	KUNIT_EXPECT_EQ(test, register_chrdev_region(MKDEV(240, 0), 0, "x"),
			-EINVAL);
	KUNIT_ASSERT_EQ(test, alloc_chrdev_region(&dev, 4, 3, "x"), 0);
	KUNIT_EXPECT_EQ(test, MINOR(dev), 4u);
	KUNIT_EXPECT_EQ(test, register_chrdev_region(dev + 2, 9, "y"), -EBUSY);
	KUNIT_ASSERT_EQ(test, alloc_chrdev_region(&again, 4, 3, "y"), 0);
	KUNIT_EXPECT_NE(test, MAJOR(again), MAJOR(dev));
	cdev_init(&cdev, &noting_fops);
	cdev_init(&other, &noting_fops);
	KUNIT_EXPECT_EQ(test, cdev_add(&cdev, dev, 3), 0);
	KUNIT_EXPECT_EQ(test, cdev_add(&other, dev + 1, 1), -EBUSY);
	cdev_del(&other);
	KUNIT_EXPECT_EQ(test, vfs_mknod("/tmp/n", S_IFCHR | 0600, dev + 1), 0);
	kt_string(0, "/tmp/n");
	opened = NULL;
	KUNIT_EXPECT_EQ(test, kt_call(NR_open, kt_at(0), O_RDWR, 0, 0), 0l);
	KUNIT_EXPECT_PTR_EQ(test, opened, &cdev);
	fd_close(kt.task->files, 0);
	cdev_del(&cdev);
	KUNIT_EXPECT_EQ(test, kt_call(NR_open, kt_at(0), O_RDWR, 0, 0),
			(long)-ENXIO);
	unregister_chrdev_region(dev, 3);
	unregister_chrdev_region(again, 3);
}

static void names(struct kunit *test)
{
	struct miscdevice a = { .minor = MISC_DYNAMIC_MINOR, .name = "mine",
				.fops = &noting_fops };
	struct miscdevice b = { .minor = MISC_DYNAMIC_MINOR, .name = "mine",
				.fops = &noting_fops };

	kt_string(0, "/dev/mine");
	KUNIT_ASSERT_EQ(test, misc_register(&a), 0);
	KUNIT_EXPECT_EQ(test, misc_register(&b), -EEXIST);
	b.name = "other";
	b.minor = a.minor;
	KUNIT_EXPECT_EQ(test, misc_register(&b), -EBUSY);
	KUNIT_EXPECT_EQ(test, kt_call(NR_open, kt_at(0), O_RDWR, 0, 0), 0l);
	KUNIT_EXPECT_PTR_EQ(test, kt.task->files->fd[0]->private_data,
			    (void *)&a);
	fd_close(kt.task->files, 0);
	misc_deregister(&a);
	KUNIT_EXPECT_EQ(test, kt_call(NR_open, kt_at(0), O_RDWR, 0, 0),
			(long)-ENOENT);
}

/* ---- interrupt lines ----------------------------------------------------------- */

static unsigned int calls[3];

static irqreturn_t count_call(int irq, void *dev_id)
{
	const unsigned long n = (unsigned long)((unsigned int *)dev_id - calls);

	calls[n]++;
	return n == 1 ? IRQ_HANDLED : IRQ_NONE;
}

static bool assert_line(void)
{
	unsigned long flags = arch_irq_save();
	bool wanted;

	irq_enter();
	wanted = generic_handle_irq(LINE);
	irq_exit();
	arch_irq_restore(flags);
	return wanted;
}

static void lines(struct kunit *test)
{
	memset(calls, 0, sizeof(calls));
	KUNIT_EXPECT_EQ(test, request_irq(NR_IRQS, count_call, 0, "t", NULL),
			-EINVAL);
	KUNIT_EXPECT_EQ(test, request_irq(LINE, NULL, 0, "t", NULL), -EINVAL);
	KUNIT_EXPECT_EQ(test, request_irq(LINE, count_call, IRQF_SHARED, "t",
					  NULL), -EINVAL);
	KUNIT_EXPECT_EQ(test, request_irq(2, count_call, 0, "t", NULL), -EINVAL);
	KUNIT_ASSERT_EQ(test, request_irq(LINE, count_call, IRQF_SHARED, "t",
					  &calls[0]), 0);
	KUNIT_EXPECT_EQ(test, request_irq(LINE, count_call, 0, "t", &calls[2]),
			-EBUSY);
	KUNIT_EXPECT_FALSE(test, assert_line());
	KUNIT_ASSERT_EQ(test, request_irq(LINE, count_call, IRQF_SHARED, "t",
					  &calls[1]), 0);
	KUNIT_EXPECT_TRUE(test, assert_line());
	free_irq(LINE, &calls[0]);
	KUNIT_EXPECT_TRUE(test, assert_line());
	free_irq(LINE, &calls[1]);
	KUNIT_EXPECT_FALSE(test, assert_line());
	KUNIT_EXPECT_EQ(test, calls[0], 2u);
	KUNIT_EXPECT_EQ(test, calls[1], 2u);
	KUNIT_EXPECT_EQ(test, calls[2], 0u);
}

/* ---- the bus ---------------------------------------------------------------------- */

static struct pci_dev *probed;

static int note_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	probed = pdev;
	return 0;
}

static void note_remove(struct pci_dev *pdev)
{
	probed = NULL;
}

static const struct pci_device_id edu_ids[] = {
	{ PCI_DEVICE(0x1234, 0x11e8) }, { 0 },
};

static void look_at_edu(struct kunit *test)
{
	u8 __iomem *regs;

	KUNIT_EXPECT_EQ(test, (u64)pci_resource_len(probed, 0), 1ull << 20);
	KUNIT_EXPECT_TRUE(test, pci_resource_flags(probed, 0) & IORESOURCE_MEM);
	KUNIT_EXPECT_EQ(test, (u64)pci_resource_len(probed, 1), 0ull);
	KUNIT_EXPECT_NULL(test, pci_iomap(probed, 1, 0));
	KUNIT_EXPECT_NULL(test, pci_iomap(probed, 6, 0));
	pci_enable_device(probed);
	KUNIT_EXPECT_EQ(test, pci_request_regions(probed, "t"), 0);
	KUNIT_EXPECT_EQ(test, pci_request_regions(probed, "t"), -EBUSY);
	/* All of it, and its window comes back each time. */
	for (int i = 0; i < 20; i++) {
		regs = pci_iomap(probed, 0, 0);
		KUNIT_ASSERT_NOT_NULL(test, regs);
		writel(0x12345678, regs + 4);
		KUNIT_EXPECT_EQ(test, readl(regs + 4), ~0x12345678u);
		pci_iounmap(probed, regs);
	}
	pci_release_regions(probed);
	pci_disable_device(probed);
}

static void bus(struct kunit *test)
{
	struct pci_driver drv = { .name = "t", .id_table = edu_ids,
				  .probe = note_probe, .remove = note_remove };

	probed = NULL;
	KUNIT_ASSERT_EQ(test, pci_init(), 0);
	__pci_register_driver(&drv, NULL, "test");
	if (probed)
		look_at_edu(test);
	pci_unregister_driver(&drv);
	KUNIT_EXPECT_NULL(test, probed);
	pci_exit();
}

/* ---- edu ---------------------------------------------------------------------------- */

static long open_edu(void)
{
	kt_string(0, "/dev/edu");
	return kt_call(NR_open, kt_at(0), O_RDWR, 0, 0);
}

/* Out of one page, back into another. False: something was refused. */
static bool there_and_back(struct kunit *test, long fd)
{
	static u8 out[300], in[300];

	for (size_t i = 0; i < sizeof(out); i++)
		out[i] = (u8)(i * 7 + 1);
	kt_bytes(PAGE_SIZE - 111, out, sizeof(out));
	if (kt_pwrite(fd, kt_at(PAGE_SIZE - 111), sizeof(out), 5) != sizeof(out))
		return false;
	if (kt_pread(fd, kt_at(3 * PAGE_SIZE - 55), sizeof(in), 5) != sizeof(in))
		return false;
	KUNIT_EXPECT_EQ(test, copy_from_user(in, (void __user *)
					     kt_at(3 * PAGE_SIZE - 55),
					     sizeof(in)), 0ul);
	KUNIT_EXPECT_EQ(test, memcmp(in, out, sizeof(in)), 0);
	return true;
}

static void transfers(struct kunit *test)
{
	long fd;

	KUNIT_ASSERT_EQ(test, drivers_init(), 0);
	fd = open_edu();
	if (fd < 0) {
		drivers_exit();
		kunit_skip(test, "no edu");
	}
	KUNIT_EXPECT_TRUE(test, there_and_back(test, fd));
	KUNIT_EXPECT_EQ(test, kt_pread(fd, kt_at(0), 100, EDU_MEM), 0l);
	KUNIT_EXPECT_EQ(test, kt_pwrite(fd, kt_at(0), 1, EDU_MEM),
			(long)-ENOSPC);
	KUNIT_EXPECT_EQ(test, kt_pread(fd, kt_at(KT_RO * PAGE_SIZE), 9, 0),
			(long)-EFAULT);
	KUNIT_EXPECT_EQ(test, kt_pwrite(fd, kt_at(KT_HOLE * PAGE_SIZE - 1), 2,
					0), (long)-EFAULT);
	fd_close(kt.task->files, (unsigned int)fd);
	drivers_exit();
}

static void sweep_transfers(struct kunit *test, enum fault_kind kind)
{
	unsigned long nth = 1;
	bool done = false;
	long fd;

	KUNIT_ASSERT_EQ(test, drivers_init(), 0);
	fd = open_edu();
	for (; fd >= 0 && !done && nth < MAX_POINTS; nth++) {
		fault_inject_arm(kind, nth, false);
		done = there_and_back(test, fd);
		fault_inject_disarm();
	}
	if (fd >= 0)
		fd_close(kt.task->files, (unsigned int)fd);
	drivers_exit();
	KUNIT_EXPECT_LT(test, nth, (unsigned long)MAX_POINTS);
}

static void transfers_without_objects(struct kunit *test)
{
	sweep_transfers(test, FAULT_SLAB_ALLOC);
}

/* Finding devices and starting drivers: what cannot is left alone. */
static void sweep_start(struct kunit *test, enum fault_kind kind)
{
	unsigned long nth = 1;

	for (; nth < MAX_POINTS; nth++) {
		bool failed;
		int err;

		fault_inject_arm(kind, nth, false);
		err = drivers_init();
		failed = fault_inject_failed(kind);
		fault_inject_disarm();
		KUNIT_EXPECT_TRUE(test, err == 0 || err == -ENOMEM);
		if (!err)
			drivers_exit();
		if (!failed)
			break;
	}
	KUNIT_EXPECT_LT(test, nth, (unsigned long)MAX_POINTS);
}

static void start_without_objects(struct kunit *test)
{
	sweep_start(test, FAULT_SLAB_ALLOC);
}

static void start_without_pages(struct kunit *test)
{
	sweep_start(test, FAULT_PAGE_ALLOC);
}

/* ---- virtio -------------------------------------------------------------------------- */

/* Who has 10.0.2.2? Tell 10.0.2.15. The last part in a page of high memory. */
static struct sk_buff *arp_request(struct net_device *dev)
{
	static const u8 head[] = { 8, 6, 0, 1, 8, 0, 6, 4, 0, 1 };
	static const u8 tail[] = { 10, 0, 2, 15, 0, 0, 0, 0, 0, 0, 10, 0, 2, 2 };
	struct sk_buff *skb = alloc_skb(64, GFP_KERNEL);
	struct page *page = alloc_page(GFP_HIGHUSER);
	u8 *at;

	memset(skb_put(skb, ETH_ALEN), 0xff, ETH_ALEN);
	skb_put_data(skb, dev->dev_addr, ETH_ALEN);
	skb_put_data(skb, head, sizeof(head));
	skb_put_data(skb, dev->dev_addr, ETH_ALEN);
	at = kmap_local_page(page);
	memcpy(at + 1234, tail, sizeof(tail));
	kunmap_local(at);
	skb_add_rx_frag(skb, 0, page, 1234, sizeof(tail), PAGE_SIZE);
	skb->dev = dev;
	return skb;
}

static void wait_for_reply(const struct net_device *dev)
{
	const u64 end = arch_clock_ns(false) + REPLY_NS;

	while (!dev->stats.rx_packets && arch_clock_ns(false) < end) {
		net_rx_action();
		cpu_relax();
	}
}

/* QEMU answers; what the protocols make of it is theirs. */
static void frames(struct kunit *test)
{
	struct net_device *dev;

	KUNIT_ASSERT_EQ(test, drivers_init(), 0);
	dev = dev_get_by_name("eth0");
	if (!dev) {
		drivers_exit();
		kunit_skip(test, "no eth0");
	}
	KUNIT_EXPECT_TRUE(test, is_valid_ether_addr(dev->dev_addr));
	KUNIT_EXPECT_EQ(test, dev_open(dev), 0);
	KUNIT_EXPECT_EQ(test, dev_queue_xmit(arp_request(dev)),
			NET_XMIT_SUCCESS);
	wait_for_reply(dev);
	KUNIT_EXPECT_EQ(test, dev->stats.tx_packets, 1ul);
	KUNIT_EXPECT_EQ(test, dev->stats.tx_bytes, 42ul);
	KUNIT_EXPECT_GE(test, dev->stats.rx_packets, 1ul);
	KUNIT_EXPECT_GE(test, dev->stats.rx_bytes, 28ul);
	dev_put(dev);
	drivers_exit();
}

static struct kunit_case cases[] = {
	KUNIT_CASE(numbers),
	KUNIT_CASE(names),
	KUNIT_CASE(lines),
	KUNIT_CASE(bus),
	KUNIT_CASE(transfers),
	KUNIT_CASE(transfers_without_objects),
	KUNIT_CASE(start_without_objects),
	KUNIT_CASE(start_without_pages),
	KUNIT_CASE(frames),
	{ 0 },
};

static struct kunit_suite suite = {
	.name = "drivers", .init = ktest_init, .exit = ktest_exit,
	.test_cases = cases,
};

kunit_test_suite(suite);
