/* SPDX-License-Identifier: MIT */
/*
 * edu.c - /dev/edu: the 4 KiB of memory in QEMU's device "edu", by DMA from
 * and to the memory of the program that reads and writes.
 *
 *	pread(fd, buf, len, pos)
 *	  pin buf's pages -> list of pieces -> mapped for the device
 *	  queue: [ request ][ request ] ...
 *	            | pieces, one at a time, or many into a ring
 *	  device copies, interrupts: next pieces; the last one: request done
 *	  unmap, dirty, unpin
 *
 * A program that gets a signal does not wait on. What the device has begun
 * cannot be recalled: the request is left to it, with its pages, which may be
 * the last of a process that is gone, and goes when the device is done.
 *
 * The device addresses 28 bits. The hosted machine's model of it has a second
 * version, which takes orders from a ring of descriptors; both have a slot for
 * each order that is out, of which the first version has one.
 *
 * Invariants:
 *  1. A request is in the queue until the device has nothing of it.
 *  2. Slots from `head` to `tail` are orders that are out, oldest first.
 *  3. A request in the queue has somebody who waits for it, or is abandoned.
 *
 * Locking: edu->lock, interrupts off, for queue and slots.
 * Source: QEMU, docs/specs/edu.
 */
#include <octavo/cdev.h>
#include <octavo/dma-mapping.h>
#include <octavo/dma-user.h>
#include <octavo/err.h>
#include <octavo/interrupt.h>
#include <octavo/miscdevice.h>
#include <octavo/pci.h>
#include <octavo/slab.h>
#include <octavo/tasklet.h>
#include <octavo/wait.h>
#include "internal.h"

#define REG_ID		0x00
#define ID_EDU		0xedu		/* low byte; high byte: version */
#define REG_ALIVE	0x04		/* reads as what was written, inverted */
#define REG_IRQ		0x24
#define REG_IRQ_ACK	0x64
#define REG_DMA_SRC	0x80
#define REG_DMA_DST	0x88
#define REG_DMA_COUNT	0x90
#define REG_DMA_COMMAND	0x98
#define DMA_RUN		0x1u
#define DMA_TO_RAM	0x2u
#define DMA_IRQ		0x4u
#define DMA_FAILED	0x8u		/* version 2 */
#define REG_RING_BASE	0xa0		/* version 2, the ring */
#define REG_RING_SIZE	0xa8
#define REG_RING_TAIL	0xb0
#define REGS_SIZE	0x100u

#define MEM_START	0x40000u
/* Of 4096 bytes: where a transfer ends at the last one, QEMU 7.2 stops. */
#define MEM_SIZE	4088u
#define ADDRESS_BITS	28
#define NR_SLOTS	16u

#define ORDER_TO_RAM	1u
#define ORDER_DONE	1u

struct edu_descriptor {
	u64 addr;
	u32 offset, len;
	u32 flags, status;
	u64 unused;
};

struct edu_request {
	struct list_head node;
	struct dma_user_buffer *user;	/* the pages, mapped */
	struct scatterlist *next;	/* piece, NULL: all are out */
	unsigned int nr_left;		/* pieces that are not */
	unsigned int nr_out;
	bool to_ram, abandoned, finished;
	u32 offset;			/* of the next, in the device */
	int error;
	struct completion done;
};

struct edu {
	struct pci_dev *pdev;
	u8 __iomem *regs;
	int irq;
	struct miscdevice misc;
	spinlock_t lock;
	struct list_head queue;
	struct list_head left;		/* abandoned and done */
	struct tasklet_struct release_left;
	wait_queue_head_t idle;
	unsigned int head, tail, nr_slots;
	struct edu_request *slots[NR_SLOTS];
	struct edu_descriptor *ring;	/* NULL: version 1 */
	dma_addr_t ring_addr;
};

/* ---- orders, with the lock ----------------------------------------------------- */

static unsigned int next_slot(const struct edu *edu, unsigned int slot)
{
	return (slot + 1) % edu->nr_slots;
}

/* A ring with an order in each of its slots would look empty. */
static bool has_room(const struct edu *edu)
{
	if (!edu->ring)
		return !edu->slots[0];
	return next_slot(edu, edu->tail) != edu->head;
}

static void post_command(struct edu *edu, const struct edu_request *req)
{
	const u32 ram = (u32)sg_dma_address(req->next);
	const u32 mem = MEM_START + req->offset;

	writel(req->to_ram ? mem : ram, edu->regs + REG_DMA_SRC);
	writel(req->to_ram ? ram : mem, edu->regs + REG_DMA_DST);
	writel(sg_dma_len(req->next), edu->regs + REG_DMA_COUNT);
	writel(DMA_RUN | DMA_IRQ | (req->to_ram ? DMA_TO_RAM : 0),
	       edu->regs + REG_DMA_COMMAND);
}

static void post_order(struct edu *edu, const struct edu_request *req)
{
	edu->ring[edu->tail] = (struct edu_descriptor){
		.addr = sg_dma_address(req->next), .offset = req->offset,
		.len = sg_dma_len(req->next),
		.flags = req->to_ram ? ORDER_TO_RAM : 0,
	};
	writel(next_slot(edu, edu->tail), edu->regs + REG_RING_TAIL);
}

static void post(struct edu *edu, struct edu_request *req)
{
	if (edu->ring)
		post_order(edu, req);
	else
		post_command(edu, req);
	edu->slots[edu->tail] = req;
	edu->tail = next_slot(edu, edu->tail);
	req->nr_out++;
	req->offset += sg_dma_len(req->next);
	req->next = --req->nr_left ? sg_next(req->next) : NULL;
}

/* Give the device what it has room for. */
static void feed(struct edu *edu)
{
	struct edu_request *req;

	list_for_each_entry(req, &edu->queue, node)
		while (req->next && has_room(edu))
			post(edu, req);
}

/* The oldest order: 0 it is out, 1 done, -EIO. */
static int look_at_head(const struct edu *edu)
{
	u32 status;

	if (!edu->slots[edu->head])
		return 0;
	if (!edu->ring) {
		status = readl(edu->regs + REG_DMA_COMMAND);
		if (status & DMA_RUN)
			return 0;
		return status & DMA_FAILED ? -EIO : 1;
	}
	status = __atomic_load_n(&edu->ring[edu->head].status,
				 __ATOMIC_ACQUIRE);
	if (!status)
		return 0;
	return status == ORDER_DONE ? 1 : -EIO;
}

/* ---- requests -------------------------------------------------------------------- */

/* The device has nothing of it: unmap, dirty what was written, let go. */
static void release(struct edu_request *req)
{
	dma_unpin_user(req->user);
	kfree(req);
}

/* Of the abandoned ones, which are not for an interrupt handler. */
static void release_left(struct tasklet_struct *t)
{
	struct edu *edu = from_tasklet(edu, t, release_left);
	struct edu_request *req;
	unsigned long flags;

	spin_lock_irqsave(&edu->lock, flags);
	while ((req = list_first_entry_or_null(&edu->left, struct edu_request,
					       node))) {
		list_del(&req->node);
		spin_unlock_irqrestore(&edu->lock, flags);
		release(req);
		spin_lock_irqsave(&edu->lock, flags);
	}
	spin_unlock_irqrestore(&edu->lock, flags);
}

static void finish(struct edu *edu, struct edu_request *req)
{
	list_del_init(&req->node);
	req->finished = true;
	if (!req->abandoned) {
		complete(&req->done);
		return;
	}
	list_add_tail(&req->node, &edu->left);
	tasklet_schedule(&edu->release_left);
}

/* Take what the device is done with. */
static void reap(struct edu *edu)
{
	int ret;

	while ((ret = look_at_head(edu))) {
		struct edu_request *req = edu->slots[edu->head];

		edu->slots[edu->head] = NULL;
		edu->head = next_slot(edu, edu->head);
		req->nr_out--;
		if (ret < 0) {
			req->error = ret;
			req->next = NULL;
		}
		if (!req->nr_out && !req->next)
			finish(edu, req);
	}
}

static irqreturn_t edu_interrupt(int irq, void *dev_id)
{
	struct edu *edu = dev_id;
	u32 why = readl(edu->regs + REG_IRQ);

	if (!why)
		return IRQ_NONE;
	writel(why, edu->regs + REG_IRQ_ACK);
	spin_lock(&edu->lock);
	reap(edu);
	feed(edu);
	spin_unlock(&edu->lock);
	wake_up(&edu->idle);
	return IRQ_HANDLED;
}

/* The waiter got a signal: true if the request stays with the device. */
static bool abandon(struct edu *edu, struct edu_request *req)
{
	unsigned long flags;
	bool out;

	spin_lock_irqsave(&edu->lock, flags);
	if (!req->nr_out && !req->finished)
		list_del_init(&req->node);
	out = req->nr_out != 0;
	req->abandoned = out;
	if (out)
		req->next = NULL;
	spin_unlock_irqrestore(&edu->lock, flags);
	return out;
}

/* 0 or -errno; the request is gone. */
static int run(struct edu *edu, struct edu_request *req)
{
	unsigned long flags;
	int err;

	spin_lock_irqsave(&edu->lock, flags);
	list_add_tail(&req->node, &edu->queue);
	feed(edu);
	spin_unlock_irqrestore(&edu->lock, flags);
	err = wait_event_interruptible(req->done.wait,
				       try_wait_for_completion(&req->done));
	if (err && abandon(edu, req))
		return err;
	if (req->finished)
		err = req->error;
	release(req);
	return err;
}

/* ---- files ------------------------------------------------------------------------ */

/* With its pages pinned and the device's. */
static struct edu_request *make_request(struct edu *edu, unsigned long addr,
					size_t len, bool to_ram)
{
	struct edu_request *req = kzalloc(sizeof(*req), GFP_KERNEL);
	int err;

	if (!req)
		return ERR_PTR(-ENOMEM);
	req->user = dma_pin_user(addr, len, to_ram ? DMA_FROM_DEVICE :
						     DMA_TO_DEVICE);
	if (IS_ERR(req->user)) {
		err = (int)PTR_ERR(req->user);
		kfree(req);
		return ERR_PTR(err);
	}
	err = dma_user_map(req->user, &edu->pdev->dev, 1);
	if (err) {
		release(req);
		return ERR_PTR(err);
	}
	init_completion(&req->done);
	req->to_ram = to_ram;
	req->next = req->user->channel[0].sgt.sgl;
	req->nr_left = req->user->channel[0].sgt.nents;
	return req;
}

static ssize_t transfer(struct file *file, unsigned long addr, size_t len,
			loff_t *pos, bool to_ram)
{
	struct edu *edu = container_of(file->private_data, struct edu, misc);
	struct edu_request *req;
	int err;

	if (*pos < 0)
		return -EINVAL;
	if (*pos >= MEM_SIZE)
		return to_ram || !len ? 0 : -ENOSPC;
	len = min(len, (size_t)(MEM_SIZE - *pos));
	if (!len)
		return 0;
	req = make_request(edu, addr, len, to_ram);
	if (IS_ERR(req))
		return PTR_ERR(req);
	req->offset = (u32)*pos;
	err = run(edu, req);
	if (err)
		return err;
	*pos += (loff_t)len;
	return (ssize_t)len;
}

static ssize_t edu_read(struct file *file, char __user *buf, size_t len,
			loff_t *pos)
{
	return transfer(file, (unsigned long)buf, len, pos, true);
}

static ssize_t edu_write(struct file *file, const char __user *buf, size_t len,
			 loff_t *pos)
{
	return transfer(file, (unsigned long)buf, len, pos, false);
}

static loff_t edu_llseek(struct file *file, loff_t off, int whence)
{
	if (whence == SEEK_CUR)
		off += file->f_pos;
	else if (whence == SEEK_END)
		off += MEM_SIZE;
	else if (whence != SEEK_SET)
		return -EINVAL;
	if (off < 0 || off > MEM_SIZE)
		return -EINVAL;
	return file->f_pos = off;
}

static const struct file_operations edu_fops = {
	.llseek = edu_llseek, .read = edu_read, .write = edu_write,
};

/* ---- the device --------------------------------------------------------------------- */

static int check_device(struct edu *edu)
{
	const u32 id = readl(edu->regs + REG_ID), probe = 0x5a0ff00d;

	writel(probe, edu->regs + REG_ALIVE);
	if ((id & 0xff) != ID_EDU || readl(edu->regs + REG_ALIVE) != ~probe)
		return -ENODEV;
	edu->nr_slots = id >> 24 == 1 ? 1 : NR_SLOTS;
	return 0;
}

/* Version 2: show it the ring. */
static int start_ring(struct edu *edu)
{
	if (edu->nr_slots == 1)
		return 0;
	edu->ring = dma_alloc_coherent(&edu->pdev->dev,
				       NR_SLOTS * sizeof(*edu->ring),
				       &edu->ring_addr, GFP_KERNEL);
	if (!edu->ring)
		return -ENOMEM;
	writel((u32)edu->ring_addr, edu->regs + REG_RING_BASE);
	writel(NR_SLOTS, edu->regs + REG_RING_SIZE);
	return 0;
}

static void stop_ring(struct edu *edu)
{
	if (!edu->ring)
		return;
	writel(0, edu->regs + REG_RING_SIZE);
	dma_free_coherent(&edu->pdev->dev, NR_SLOTS * sizeof(*edu->ring),
			  edu->ring, edu->ring_addr);
}

/* From the registers up to the name in /dev. */
static int start(struct edu *edu)
{
	struct pci_dev *pdev = edu->pdev;
	int err;

	err = check_device(edu);
	if (!err)
		err = dma_set_mask_and_coherent(&pdev->dev,
						DMA_BIT_MASK(ADDRESS_BITS));
	if (err)
		return err;
	err = pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_ALL_TYPES);
	if (err < 0)
		return err;
	edu->irq = pci_irq_vector(pdev, 0);
	err = request_irq((unsigned int)edu->irq, edu_interrupt, IRQF_SHARED,
			  "edu", edu);
	if (err)
		goto out_vectors;
	err = start_ring(edu);
	if (err)
		goto out_irq;
	err = misc_register(&edu->misc);
	if (!err)
		return 0;
	stop_ring(edu);
out_irq:
	free_irq((unsigned int)edu->irq, edu);
out_vectors:
	pci_free_irq_vectors(pdev);
	return err;
}

static struct edu *edu_alloc(struct pci_dev *pdev)
{
	struct edu *edu = kzalloc(sizeof(*edu), GFP_KERNEL);

	if (!edu)
		return NULL;
	edu->pdev = pdev;
	edu->misc = (struct miscdevice){
		.minor = MISC_DYNAMIC_MINOR, .name = "edu", .fops = &edu_fops,
		.parent = &pdev->dev,
	};
	spin_lock_init(&edu->lock);
	INIT_LIST_HEAD(&edu->queue);
	INIT_LIST_HEAD(&edu->left);
	tasklet_setup(&edu->release_left, release_left);
	init_waitqueue_head(&edu->idle);
	return edu;
}

static int edu_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct edu *edu = edu_alloc(pdev);
	int err;

	if (!edu)
		return -ENOMEM;
	pci_enable_device(pdev);
	err = pci_request_regions(pdev, "edu");
	if (err)
		goto out_disable;
	edu->regs = pci_iomap(pdev, 0, REGS_SIZE);
	err = -ENOMEM;
	if (!edu->regs)
		goto out_regions;
	pci_set_master(pdev);
	err = start(edu);
	if (err)
		goto out_unmap;
	pci_set_drvdata(pdev, edu);
	return 0;
out_unmap:
	pci_iounmap(pdev, edu->regs);
out_regions:
	pci_release_regions(pdev);
out_disable:
	pci_disable_device(pdev);
	kfree(edu);
	return err;
}

/* Abandoned requests may be with the device still. */
static void edu_remove(struct pci_dev *pdev)
{
	struct edu *edu = pci_get_drvdata(pdev);

	misc_deregister(&edu->misc);
	wait_event(edu->idle, list_empty(&edu->queue));
	tasklet_kill(&edu->release_left);
	release_left(&edu->release_left);
	stop_ring(edu);
	free_irq((unsigned int)edu->irq, edu);
	pci_free_irq_vectors(pdev);
	pci_iounmap(pdev, edu->regs);
	pci_release_regions(pdev);
	pci_disable_device(pdev);
	dma_device_gone(&pdev->dev);
	kfree(edu);
}

static const struct pci_device_id edu_ids[] = {
	{ PCI_DEVICE(0x1234, 0x11e8) },
	{ 0 },
};

struct pci_driver edu_driver = {
	.name = "edu", .id_table = edu_ids,
	.probe = edu_probe, .remove = edu_remove,
};
